import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** The real Chromium, and pages in it that fail a test when something goes wrong inside them. */
export class PageBrowser {
  private readonly browser: Browser;
  private readonly contexts: BrowserContext[] = [];
  private wrong: string[] = [];
  private allowed: RegExp[] = [];

  private constructor(browser: Browser) {
    this.browser = browser;
  }

  static async start(): Promise<PageBrowser> {
    const { CHROMIUM: executablePath } = process.env;
    if (executablePath === undefined) throw new Error("CHROMIUM says where the browser is; npm run test:page finds it");
    // As root it starts only without its sandbox.
    return new PageBrowser(await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] }));
  }

  /** The emulator's page, once it shows the flags and follows the log. */
  async open(url: string, options: BrowserContextOptions = {}, prepare?: (page: Page) => Promise<void>): Promise<Page> {
    const page = await this.blank(`${url}/`, options);
    await prepare?.(page);
    await page.goto(`${url}/`);
    await page.locator("#flags-status").filter({ hasText: "." }).waitFor();
    return page;
  }

  /** A page that is one file, which may ask for nothing. */
  async show(html: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.blank(undefined, options);
    await page.setContent(html);
    return page;
  }

  /** `own`: what it may ask for begins so. */
  private async blank(own: string | undefined, options: BrowserContextOptions): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    // For what would never end, like the tests' own limit: a busy machine is no failure.
    context.setDefaultTimeout(300_000);
    this.contexts.push(context);
    const page = await context.newPage();
    page.on("pageerror", (error) => this.wrong.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => this.wrong.push(`dialog: ${dialog.message()}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.wrong.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const address = request.url();
      if ((own === undefined || !address.startsWith(own)) && !address.startsWith("data:"))
        this.wrong.push(`request to elsewhere: ${address}`);
    });
    return page;
  }

  /** What a test provokes, whenever the browser reports it: its messages come some time after the answer. */
  allow(words: RegExp): void {
    this.allowed.push(words);
  }

  /** What went wrong in the pages and was not allowed; after this both are forgotten. */
  takeWrong(): readonly string[] {
    const { wrong, allowed } = this;
    this.wrong = [];
    this.allowed = [];
    return wrong.filter((each) => !allowed.some((words) => words.test(each)));
  }

  async closePages(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((each) => each.close()));
  }

  async stop(): Promise<void> {
    await this.browser.close();
  }
}

/** A browser for the tests of one file; nothing may go wrong in its pages but what the test allows. */
export function useBrowser(): () => PageBrowser {
  let browser: PageBrowser;
  beforeAll(async () => {
    browser = await PageBrowser.start();
  });
  afterEach(async () => {
    await browser.closePages();
    expect(browser.takeWrong()).toEqual([]);
  });
  afterAll(() => browser.stop());
  return () => browser;
}

import type { Page } from "playwright-core";

/** Contrast as WCAG 2 computes it, from the styles that the browser really uses. */

type Rgba = readonly [number, number, number, number];

interface Painted {
  readonly what: string;
  readonly ink: string;
  /** The backgrounds behind it, the nearest first. */
  readonly grounds: readonly string[];
}

/** Texts that contrast less than the ratio with what is behind them. */
export async function faintTexts(
  page: Page,
  ratio: number,
): Promise<{ readonly seen: number; readonly faint: readonly string[] }> {
  const painted = await page.evaluate(() => {
    const found: Painted[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? "";
      if (!element || text === "" || element.closest("script, style, noscript, .unseen, option")) continue;
      if (!element.checkVisibility()) continue;
      found.push({ what: text.slice(0, 40), ink: getComputedStyle(element).color, grounds: groundsOf(element) });
    }
    for (const field of document.querySelectorAll("input:not([type=checkbox]), select")) {
      const what = `the field ${field.id}`;
      if (field.checkVisibility()) found.push({ what, ink: getComputedStyle(field).color, grounds: groundsOf(field) });
    }
    return found;

    function groundsOf(start: Element): string[] {
      const grounds: string[] = [];
      for (let each: Element | null = start; each; each = each.parentElement)
        grounds.push(getComputedStyle(each).backgroundColor);
      return grounds;
    }
  });
  return { seen: painted.length, faint: below(painted, ratio) };
}

/** Borders of fields and buttons that contrast less than the ratio with what the field stands on. */
export async function faintBorders(
  page: Page,
  ratio: number,
): Promise<{ readonly seen: number; readonly faint: readonly string[] }> {
  const painted = await page.evaluate(() =>
    [...document.querySelectorAll("input:not([type=checkbox]), select, button")]
      .filter((each) => each.checkVisibility())
      .map((each) => {
        const grounds: string[] = [];
        for (let up = each.parentElement; up; up = up.parentElement) grounds.push(getComputedStyle(up).backgroundColor);
        return { what: each.id || (each.textContent ?? ""), ink: getComputedStyle(each).borderTopColor, grounds };
      }),
  );
  return { seen: painted.length, faint: below(painted, ratio) };
}

/** Of one colour on others. */
export function contrastOf(ink: string, grounds: readonly string[]): number {
  const ground = [...grounds].reverse().reduce<Rgba>((under, each) => over(parse(each), under), [255, 255, 255, 1]);
  const [one, other] = [luminance(over(parse(ink), ground)), luminance(ground)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function below(painted: readonly Painted[], ratio: number): readonly string[] {
  const faint = painted.map((each) => ({ ...each, contrast: contrastOf(each.ink, each.grounds) }));
  return faint
    .filter((each) => each.contrast < ratio)
    .map(({ what, ink, contrast }) => `${what}: ${ink}, ${contrast.toFixed(2)}`);
}

function parse(colour: string): Rgba {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

function over([red, green, blue, alpha]: Rgba, [r, g, b]: Rgba): Rgba {
  const mix = (one: number, other: number): number => one * alpha + other * (1 - alpha);
  return [mix(red, r), mix(green, g), mix(blue, b), 1];
}

function luminance([red, green, blue]: Rgba): number {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

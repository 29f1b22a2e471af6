/** Files that the build turns into texts (scripts/page-texts.cjs): styles, markup, and scripts for the browser. */
declare module "*.css" {
  const text: string;
  export = text;
}
declare module "*.html" {
  const text: string;
  export = text;
}
declare module "*?bundle" {
  const text: string;
  export = text;
}

/** Colours that can be told apart, in light and in dark; off is paler. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1a1a1a; --dim: #555; --ground: #fff; --line: #c8c8c8; --danger: #a40e26; --danger-ground: #fff0f1;
  --c0: #2f6fde; --c1: #c05a00; --c2: #1f7a4d; --c3: #8a3ffc; --c4: #a8457f; --c5: #4a6b7c; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --dim: #b0b0b0; --ground: #161616; --line: #555; --danger: #ff9aa5; --danger-ground: #33161a;
  --c0: #6ea0ff; --c1: #f2954a; --c2: #5cc08d; --c3: #b78bff; --c4: #e288bb; --c5: #9bb8c6; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3, caption { font-size: 1rem; font-weight: 600; text-align: start; }
small, .absent { color: var(--dim); font-size: .875rem; font-weight: 400; }
.unknown { font-style: italic; }
[aria-labelledby=dangers] { background: var(--danger-ground); border-inline-start: .3rem solid var(--danger); padding: .1rem 1rem; }
[aria-labelledby=dangers] strong { color: var(--danger); }
.scroll { overflow-x: auto; margin: 1rem 0; }
.scroll:focus-visible { outline: 2px solid var(--c0); }
table { border-collapse: collapse; width: 100%; min-width: 30rem; }
th, td { border-top: 1px solid var(--line); padding: .4rem .6rem; text-align: start; vertical-align: top; }
tbody th { font-weight: 400; } thead th { width: 33%; }
.bar { display: block; width: 100%; height: .6rem; margin: .35rem 0; border-radius: .2rem; background: var(--line); }
.c0 { fill: var(--c0); } .c1 { fill: var(--c1); } .c2 { fill: var(--c2); } .c3 { fill: var(--c3); } .c4 { fill: var(--c4); } .c5 { fill: var(--c5); }
.off { fill-opacity: .35; } rect.unknown { fill: var(--dim); fill-opacity: .35; } rect.absent { fill: none; }
@media print { .scroll { overflow: visible; } }
`;

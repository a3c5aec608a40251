/**
 * The colours, for light and dark. Held is a blue-green and violated an orange-red, which people who
 * do not tell red from green can tell apart; and each verdict has its own sign and word besides.
 * Text has a contrast of at least 4.5 : 1 on every ground it stands on.
 */
export const colours = `
:root {
  color-scheme: light dark;
  --page: #f7f8f8; --panel: #ffffff; --well: #f2f4f5; --line: #e1e5e8; --line-strong: #b9c1c8;
  --ink: #1b2228; --soft: #56616b; --link: #1a5fa8;
  --held: #00695b; --held-tint: #e8f4f1;
  --violated: #b53a00; --violated-tint: #fdf0e9;
  --unknown: #7a5a00; --unknown-tint: #fbf4de;
  --edge: #4b6580; --bar: #6d92b6; --bar-two: #a9c0d6; --on-bar: #10202f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161a; --panel: #1a1f25; --well: #21272e; --line: #2f373f; --line-strong: #515c67;
    --ink: #e3e8ec; --soft: #9da8b2; --link: #7db8f0;
    --held: #58c7ad; --held-tint: #16302c;
    --violated: #ff9162; --violated-tint: #3a2118;
    --unknown: #e3ba55; --unknown-tint: #332a12;
    --edge: #8ba6c0; --bar: #56779a; --bar-two: #3c566f; --on-bar: #eef4fa;
  }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --panel: #ffffff; --well: #f2f4f5; --line: #d5dade; --line-strong: #b9c1c8;
    --ink: #000000; --soft: #444d55; --link: #1a5fa8;
    --held: #00695b; --held-tint: #e8f4f1;
    --violated: #b53a00; --violated-tint: #fdf0e9;
    --unknown: #7a5a00; --unknown-tint: #fbf4de;
    --edge: #4b6580; --bar: #6d92b6; --bar-two: #a9c0d6; --on-bar: #10202f;
  }
}
`;

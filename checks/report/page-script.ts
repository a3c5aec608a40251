/**
 * The page's only script: it filters the table of transitions and copies command lines. Without it
 * everything is still there to read; what needs it is hidden until it runs.
 */
export const script = `
"use strict";
{
  const byId = (id) => document.getElementById(id);
  const form = byId("filter");
  const text = byId("filter-text");
  const fate = byId("filter-fate");
  const groups = [...byId("transitions").tBodies].map((body) => ({
    body,
    rows: [...body.rows].filter((row) => row.dataset.words),
  }));
  const all = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const update = () => {
    const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const { body, rows } of groups) {
      const before = shown;
      for (const row of rows) {
        const of = row.dataset.words.toLowerCase();
        row.hidden = !(words.every((word) => of.includes(word)) && (fate.value === "" || row.dataset.fate === fate.value));
        if (!row.hidden) shown += 1;
      }
      body.hidden = shown === before;
    }
    byId("filter-count").textContent = shown === all ? all : shown + " of " + all;
  };
  form.hidden = false;
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  update();

  for (const button of document.querySelectorAll(".command button")) {
    const line = button.previousElementSibling;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(line.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(line);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }
}
`;

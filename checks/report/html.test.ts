import assert from "node:assert/strict";
import { constant, escapeText, html, relativeLink } from "./html.js";

describe("the template tag html", () => {
  it("escapes text, writes numbers, joins lists, leaves nothing for null, keeps what is HTML already", () => {
    const bold = html`<b>${"<&>"}</b>`;
    assert.equal(
      html`<p title="${`"'`}">${[1, null, bold, [constant("<i>")]]}</p>`.markup,
      `<p title="&quot;&#39;">1<b>&lt;&amp;&gt;</b><i></p>`,
    );
    assert.equal(escapeText("a < b"), "a &lt; b");
  });
});

describe("a link to a file", () => {
  it("stays beside the page, whatever the name", () => {
    assert.equal(relativeLink("traces/one two.ndjson"), "./traces/one%20two.ndjson");
    assert.equal(relativeLink("javascript:alert(1)"), "./javascript%3Aalert(1)");
    assert.equal(relativeLink("a?b#c"), "./a%3Fb%23c");
    assert.equal(relativeLink("half \ud800"), "./half%20%EF%BF%BD");
  });
});

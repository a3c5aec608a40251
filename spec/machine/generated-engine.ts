/** The engine whose loops, packing and fingerprints are code generated from the declaration. */
import { type Engine, refuse, type Workspace } from "./engine.js";
import { mixCode } from "./fingerprint.js";
import { canonicalCode } from "./generated-symmetry.js";
import type { Cell, Layout, PlacedBag, PlacedVariable } from "./layout.js";
import type { Domain, Frame, Program, ProgramAction } from "./program.js";

/** Compiles a program. Its oracle is the interpreted engine. */
export function generatedEngine(space: Workspace): Engine {
  const { program } = space;
  const symmetry = program.group.length > 1 ? canonicalCode(program) : null;
  const source = [
    `"use strict";`,
    "const { cells, base, words, from, lanes, state, judge, taken, program, successors } = space;",
    "const { constraint, witnesses, actions } = program;",
    "let low0 = 0, high0 = 0;",
    ...program.actions.map(
      (_, offset) =>
        `const guard${offset} = actions[${offset}].action.guard, effect${offset} = actions[${offset}].action.effect;`,
    ),
    ...listCode(program),
    loadCode(program),
    showCode(program),
    packCode(program),
    fingerprintCode(program, symmetry?.source ?? ""),
    ...program.frames.map((frame, offset) => settleCode(program, frame, offset)),
    ...program.actions.map((action, place) => actionCode(program, action, place)),
    expandCode(program),
    "const engine = { load, show, pack, fingerprint, expand };",
    "return engine;",
  ].join("\n");
  return new Function("space", "refuse", "tables", source)(space, refuse, symmetry?.tables) as Engine;
}

/** Lists and decoders that parameters draw from. */
function listCode({ actions }: Program): readonly string[] {
  return actions.flatMap(({ domains }, action) =>
    domains.map((domain, offset) => {
      const place = `actions[${action}].domains[${offset}]`;
      if (domain.kind === "list") return `const items${action}_${offset} = ${place}.items;`;
      return domain.kind === "messages" ? `const codec${action}_${offset} = ${place}.placed.codec;` : "";
    }),
  );
}

function bagsOf(variables: readonly PlacedVariable[]): readonly PlacedBag[] {
  return variables.flatMap(({ placed, hidden }) => (placed.kind === "bag" && !hidden ? [placed] : []));
}

function loadCode({ layout }: Program): string {
  const wordLines = Array.from(
    { length: layout.wordCount },
    (_, word) =>
      `const w${word} = source[offset + ${word}]; words[${word}] = w${word}; from[${word}] = w${word};`,
  );
  const shares = Array.from(
    { length: layout.wordCount },
    (_, word) =>
      `${mixCode(0, word, `w${word}`, "t")} low0 += t; ${mixCode(1, word, `w${word}`, "t")} high0 += t;`,
  );
  return `
function load(source, offset) {
  ${wordLines.join("\n  ")}
  ${unpackCode(layout, (place) => `cells[${place}] = base[${place}]`)}
  let t = 0;
  low0 = 0; high0 = 0;
  ${shares.join("\n  ")}
  low0 |= 0; high0 |= 0;
}`;
}

function showCode({ layout }: Program): string {
  const wordLines = Array.from(
    { length: layout.wordCount },
    (_, word) => `const w${word} = source[offset + ${word}];`,
  );
  return `
function show(source, offset) {
  ${wordLines.join("\n  ")}
  ${unpackCode(layout, (place) => `cells[${place}]`)}
}`;
}

/** Unpacks the words to where `into` says. */
function unpackCode(layout: Layout, into: (place: number) => string): string {
  const cellLines = layout.cells.map((cell, place) => `${into(place)} = ${unpackedCode(cell)};`);
  const bagLines = bagsOf(layout.variables).flatMap(({ type, slots, total }) => {
    const counts = Array.from({ length: type.most }, (_, slot) => slots + 2 * slot + 1);
    const single = counts.map((cell) => `${into(cell)} = cells[${cell - 1}] === 0 ? 0 : 1;`);
    const sum = counts.map((cell) => `cells[${cell}]`).join(" + ") || "0";
    return [...(type.copies === 1 ? single : []), `${into(total)} = ${sum};`];
  });
  return [...cellLines, ...bagLines].join("\n  ");
}

function unpackedCode({ packed, low, high, type }: Cell): string {
  if (packed === null) return String(type === null ? 0 : low);
  if (packed.bits === 0) return String(low);
  if (packed.bits === 32) return `w${packed.word}`;
  const shifted = packed.shift === 0 ? `w${packed.word}` : `(w${packed.word} >>> ${packed.shift})`;
  const value = `(${shifted} & ${2 ** packed.bits - 1})`;
  return low === 0 || high < low ? value : `${value} + ${low}`;
}

/** The word of `cells` as an expression. */
function wordCode(program: Program, word: number): string {
  const fields = program.layout.cells.flatMap(({ packed }, place) =>
    packed !== null && packed.bits > 0 && packed.word === word ? [{ place, shift: packed.shift }] : [],
  );
  return fieldsCode(program, fields);
}

/** These cells in their places of a word. */
function fieldsCode(
  program: Program,
  fields: readonly { readonly place: number; readonly shift: number }[],
): string {
  const parts = fields.map(({ place, shift }) => {
    const low = program.layout.cells[place]?.low ?? 0;
    const value = low === 0 ? `cells[${place}]` : `(cells[${place}] - ${low})`;
    return shift === 0 ? value : `${value} << ${shift}`;
  });
  return `(${parts.join(" | ") || "0"}) | 0`;
}

/** The word of `cells` where only these places may differ from the loaded state. */
function changedWordCode(program: Program, word: number, places: readonly number[]): string {
  const inWord = program.layout.cells.flatMap(({ packed }, place) =>
    packed !== null && packed.bits > 0 && packed.word === word ? [{ place, ...packed }] : [],
  );
  const changing = inWord.filter(({ place }) => places.includes(place));
  if (changing.length === inWord.length) return wordCode(program, word);
  const kept = changing.reduce((mask, { bits, shift }) => mask & ~((2 ** bits - 1) << shift), -1);
  return `from[${word}] & ${kept} | ${fieldsCode(program, changing)}`;
}

/** Tests that tell a value beyond its bound by a negative number. */
function boundCode(cells: readonly Cell[], places: readonly number[], limit: boolean): string {
  const tests = places.flatMap((place) => {
    const cell = cells[place] as Cell;
    if (!cell.checked || cell.limit !== limit) return [];
    const value = `cells[${place}]`;
    const below = cell.low === 0 ? value : `(${value} - ${cell.low})`;
    return [`${below} | (${cell.high} - ${value})`];
  });
  return tests.length === 0 ? "" : `(${tests.join(" | ")}) < 0`;
}

function allPlaces(program: Program): readonly number[] {
  return program.layout.cells.map((_, place) => place);
}

function packCode(program: Program): string {
  const { cells, wordCount } = program.layout;
  const beyond = boundCode(cells, allPlaces(program), true);
  const refused = boundCode(cells, allPlaces(program), false);
  const words = Array.from(
    { length: wordCount },
    (_, word) => `words[${word}] = ${wordCode(program, word)};`,
  );
  return `
function pack() {
  ${beyond === "" ? "" : `if (${beyond}) return 2;`}
  ${refused === "" ? "" : `if (${refused}) refuse(space, "the initial state");`}
  ${words.join("\n  ")}
  return 0;
}`;
}

function fingerprintCode(program: Program, canonical: string): string {
  const { wordCount } = program.layout;
  const name = program.group.length > 1 ? "canon" : "words";
  const shares = Array.from(
    { length: wordCount },
    (_, word) =>
      `w = ${name}[${word}]; ${mixCode(0, word, "w", "t")} low += t; ${mixCode(1, word, "w", "t")} high += t;`,
  );
  return `${canonical}
function fingerprint() {
  let low = 0, high = 0, t = 0, w = 0;
  ${program.group.length > 1 ? "canonical();" : ""}
  ${shares.join("\n  ")}
  lanes[0] = low; lanes[1] = high;
}`;
}

function restoreCode(places: readonly number[]): string {
  return places.map((place) => `cells[${place}] = base[${place}];`).join(" ");
}

/** Judges, packs, fingerprints and keeps what an action with this frame has made of `cells`; then undoes it. */
function settleCode(program: Program, frame: Frame, offset: number): string {
  const { cells } = program.layout;
  const { places } = frame;
  const packed = new Set(
    places.flatMap((place) =>
      (cells[place]?.packed?.bits ?? 0) > 0 ? [cells[place]?.packed?.word ?? 0] : [],
    ),
  );
  const changed = [...packed].sort((left, right) => left - right);
  const hidden = places.filter((place) =>
    frame.variables.some(
      (one) => one.hidden && place >= one.firstCell && place < one.firstCell + one.cellCount,
    ),
  );
  const beyond = boundCode(cells, places, true);
  const refused = boundCode(cells, places, false);
  const step = frame.stepProperties.length > 0 ? `judge.step(${offset}, action, ordinal, visitor);` : "";
  const successor = frame.stateProperties.length > 0 ? `judge.successor(${offset}, ordinal, visitor);` : "";
  const leave = `${step} ${successor} restore${offset}(); return;`;
  const same = changed.map((word) => `w${word} === from[${word}]`).join(" && ") || "true";
  const shares = changed.flatMap((word) => [
    `${mixCode(0, word, `w${word}`, "t")} low += t; ${mixCode(0, word, `from[${word}]`, "t")} low -= t;`,
    `${mixCode(1, word, `w${word}`, "t")} high += t; ${mixCode(1, word, `from[${word}]`, "t")} high -= t;`,
  ]);
  const lanes =
    program.group.length > 1
      ? "fingerprint(); const low = lanes[0], high = lanes[1];"
      : `let low = low0, high = high0, t = 0; ${shares.join("\n  ")} low |= 0; high |= 0;`;
  return `
function restore${offset}() { ${restoreCode(places)} }
function settle${offset}(visitor, ordinal, action) {
  ${beyond === "" ? "" : `if (${beyond}) { ${leave} }`}
  ${refused === "" ? "" : `if (${refused}) refuse(space, actions[action].action.name);`}
  ${changed.map((word) => `const w${word} = ${changedWordCode(program, word, places)};`).join("\n  ")}
  if (${same}) { ${restoreCode(hidden)} return; }
  ${program.constraint === null ? "" : `if (!constraint(state)) { ${leave} }`}
  ${changed.map((word) => `words[${word}] = w${word};`).join(" ")}
  ${lanes}
  ${step}
  successors.add(low, high, ${offset}, ordinal);
  ${changed.map((word) => `words[${word}] = from[${word}];`).join(" ")}
  restore${offset}();
}`;
}

function expandCode(program: Program): string {
  return `
function expand(source, offset, visitor) {
  successors.clear();
  load(source, offset);
  let ordinal = 0;
  ${program.actions.map((_, place) => `ordinal = act${place}(visitor, ordinal);`).join("\n  ")}
  successors.showTo(visitor, engine, judge);
  return ordinal;
}`;
}

/**
 * The loops over an action's bindings, as a function of its own: each is compiled once, when it is hot, where
 * one function for all would be compiled anew whenever an action is enabled for the first time.
 */
function actionCode(program: Program, resolved: ProgramAction, action: number): string {
  const { domains, frames } = resolved;
  const names = domains.map((_, offset) => `p${offset}`);
  const list = ["state", ...names].join(", ");
  const asks = frames.some((frame) => (program.frames[frame]?.stepProperties.length ?? 0) > 0);
  const body = `if (guard${action}(${list})) {
      effect${action}(${list});
      ${asks ? `judge.parameters = [${names.join(", ")}];` : ""}
      ${settleCallCode(resolved, `(visitor, ordinal, ${action});`)}
      ordinal += 1;
    }`;
  const loops = domains.reduceRight((inner, domain, offset) => loopCode(domain, action, offset, inner), body);
  return `
function act${action}(visitor, before) {
  let ordinal = before;
  ${loops}
  taken[${action}] += ordinal - before;
  return ordinal;
}`;
}

/** Calls the settling function of the frame, which depends on the element whose part changes. */
function settleCallCode({ frames, owner }: ProgramAction, call: string): string {
  if (owner === null) return `settle${frames[0]}${call}`;
  const element = `p${owner.parameter}${owner.field === null ? "" : `.${owner.field}`}`;
  const cases = frames.map((frame, offset) => `case ${offset}: settle${frame}${call} break;`);
  return `switch (${element}) { ${cases.join(" ")} }`;
}

function loopCode(domain: Domain, action: number, offset: number, inner: string): string {
  const name = `p${offset}`;
  if (domain.kind === "numbers") {
    return `for (let ${name} = ${domain.low}; ${name} <= ${domain.high}; ${name} += 1) {\n    ${inner}\n  }`;
  }
  if (domain.kind === "list") {
    const items = `items${action}_${offset}`;
    return `for (let n${offset} = 0; n${offset} < ${items}.length; n${offset} += 1) {
    const ${name} = ${items}[n${offset}];\n    ${inner}\n  }`;
  }
  const { placed, first, count } = domain;
  const decode = `const ${name} = codec${action}_${offset}.decode(code${offset});\n    ${inner}`;
  if (placed.kind === "bag") {
    return `for (let slot = ${placed.slots}; slot < ${placed.slots + 2 * placed.type.most}; slot += 2) {
    const code${offset} = base[slot] - 1;
    if (code${offset} < 0) break;
    if (code${offset} < ${first} || code${offset} >= ${first + count}) continue;
    ${decode}\n  }`;
  }
  return `for (let code${offset} = ${first}; code${offset} < ${first + count}; code${offset} += 1) {
    if (((base[${placed.bits} + (code${offset} >>> 5)] >>> (code${offset} & 31)) & 1) === 0) continue;
    ${decode}\n  }`;
}

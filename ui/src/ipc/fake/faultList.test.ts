import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULTS } from './faultList';

describe("the fake host's faults", () => {
  it('have the ids and the words of the sandbox tenant itself', () => {
    const source = readFileSync('../src-tauri/crates/sandbox/src/faults.rs', 'utf8');
    const declared = [...source.matchAll(/^ {4}\w+, "([a-z-]+)", \w+, "(.*?)",\s+"(.*?)";$/gm)].map(([, id, title, about]) => ({ id, title, about }));
    expect(declared.length).toBeGreaterThan(20);
    expect(FAULTS.map(({ id, title, about }) => ({ id, title, about }))).toEqual(declared);
  });
});

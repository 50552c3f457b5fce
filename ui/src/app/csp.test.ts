import { describe, expect, it } from 'vitest';
import { readStyleNonce } from '../shared/styleNonce';
import { createRenderer } from './csp';

function page(style: string): Document {
  return new DOMParser().parseFromString(`<!doctype html><head>${style}</head>`, 'text/html');
}

describe('styles under a content security policy', () => {
  it("hands the page's nonce to every style element", () => {
    const document = page('<style nonce="r4nd0m"></style>');
    expect(readStyleNonce(document)).toBe('r4nd0m');
    expect(createRenderer(document).styleElementAttributes).toEqual({ nonce: 'r4nd0m' });
  });

  it('adds nothing where there is no policy', () => {
    expect(createRenderer(page('<style></style>')).styleElementAttributes).toBeUndefined();
  });
});

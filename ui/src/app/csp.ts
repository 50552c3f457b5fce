/**
 * Styles under the content security policy.
 *
 * Tauri puts a nonce on the inline `<style>` of index.html and into `style-src`. Fluent's renderer makes further style
 * elements at run time; they are allowed only with that nonce.
 */
import { createDOMRenderer } from '@fluentui/react-components';
import { readStyleNonce } from '../shared/styleNonce';

/** Fluent's renderer for this document, carrying the nonce where there is one. */
export function createRenderer(document: Document): ReturnType<typeof createDOMRenderer> {
  const nonce = readStyleNonce(document);
  return createDOMRenderer(document, nonce === '' ? {} : { styleElementAttributes: { nonce } });
}

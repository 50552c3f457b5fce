/** The nonce of the page's inline style; empty where no policy is set (a plain browser in development). */
export function readStyleNonce(document: Document): string {
  return document.querySelector('style')?.nonce ?? '';
}

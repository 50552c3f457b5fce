/** With what a change for many targets begins. */
import type { BulkOfferDto, BulkSource } from '../../ipc/generated/contract';

export type BulkStart =
  | {
      from: 'rows';
      offer: BulkOfferDto;
      source: Extract<BulkSource, { kind: 'rows' }>;
      /** Which rows, e.g. `12 selected alerts`. */
      rows: string;
    }
  | { from: 'file' };

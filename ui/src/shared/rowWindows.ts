/**
 * Windows of rows, fetched as they come into sight.
 *
 * Owns: which windows are held (few, the least recently seen go first), which are under way, and what to fetch next.
 * Refuses to know: where rows come from and what is in them.
 * Invariants: never more than `maxWindows` windows of the current source plus those of the one before it; never more than
 * `maxInFlight` fetches of the current source; an answer for an earlier source is dropped.
 */

export type RowWindowsOptions = {
  /** Rows per fetch. */
  windowSize?: number;
  /** Windows held at once. */
  maxWindows?: number;
  /** Fetches under way at once. */
  maxInFlight?: number;
};

/** Reads rows `offset … offset + count - 1`; may answer with fewer at the end. */
export type FetchRows<R> = (offset: number, count: number) => Promise<R[]>;

export class RowWindows<R> {
  private readonly windowSize: number;
  private readonly maxWindows: number;
  private readonly maxInFlight: number;

  /** Windows by number, least recently seen first (a Map keeps insertion order). */
  private windows = new Map<number, R[]>();
  /** Rows of the source before this one, shown until this one's arrive, so that a new view does not flash. */
  private previous = new Map<number, R[]>();
  private readonly inFlight = new Set<number>();
  private source: { fetch: FetchRows<R>; rowCount: number } | null = null;
  private seen = { first: 0, end: 0 };

  constructor(
    /** Called when rows that may be on screen have changed. */
    private readonly onChange: () => void,
    /** Called when a fetch of the current source fails; its rows stay absent and are asked for again when seen again. */
    private readonly onFailure: (reason: unknown) => void,
    options: RowWindowsOptions = {},
  ) {
    this.windowSize = options.windowSize ?? 100;
    this.maxWindows = options.maxWindows ?? 20;
    this.maxInFlight = options.maxInFlight ?? 3;
  }

  /** Starts over with another source. What was held stays readable until the rows last seen have come anew. */
  setSource(fetch: FetchRows<R>, rowCount: number): void {
    if (this.windows.size > 0) {
      this.previous = this.windows;
    }
    this.windows = new Map();
    this.inFlight.clear();
    this.source = { fetch, rowCount };
    this.pump();
  }

  /** Forgets everything. */
  clear(): void {
    this.windows = new Map();
    this.previous = new Map();
    this.inFlight.clear();
    this.source = null;
    this.seen = { first: 0, end: 0 };
  }

  /** A row, where it is held. */
  row(index: number): R | undefined {
    if (this.source === null || index >= this.source.rowCount) {
      return undefined;
    }
    const number = Math.floor(index / this.windowSize);
    const rows = this.windows.get(number) ?? this.previous.get(number);
    return rows?.[index - number * this.windowSize];
  }

  /** Says which rows are on screen (`end` exclusive). Fetches what is missing; what was only waiting is forgotten. */
  show(first: number, end: number): void {
    this.seen = { first, end };
    this.pump();
  }

  /** Windows held of the current source. */
  get held(): number {
    return this.windows.size;
  }

  private wanted(): number[] {
    if (this.source === null || this.source.rowCount === 0 || this.seen.end <= this.seen.first) {
      return [];
    }
    const last = Math.floor((Math.min(this.seen.end, this.source.rowCount) - 1) / this.windowSize);
    const numbers: number[] = [];
    for (let number = Math.floor(this.seen.first / this.windowSize); number <= last; number += 1) {
      numbers.push(number);
    }
    return numbers;
  }

  private pump(): void {
    const { source } = this;
    if (source === null) {
      return;
    }
    const wanted = this.wanted();
    for (const number of wanted) {
      const rows = this.windows.get(number);
      if (rows !== undefined) {
        // Seen again: to the young end.
        this.windows.delete(number);
        this.windows.set(number, rows);
      } else if (!this.inFlight.has(number) && this.inFlight.size < this.maxInFlight) {
        this.fetchWindow(source, number);
      }
    }
    if (this.previous.size > 0 && wanted.every((number) => this.windows.has(number))) {
      this.previous = new Map();
    }
  }

  private fetchWindow(source: { fetch: FetchRows<R>; rowCount: number }, number: number): void {
    this.inFlight.add(number);
    const offset = number * this.windowSize;
    source.fetch(offset, Math.min(this.windowSize, source.rowCount - offset)).then(
      (rows) => {
        if (this.source !== source) {
          return;
        }
        this.inFlight.delete(number);
        this.windows.set(number, rows);
        this.evict();
        this.pump();
        this.onChange();
      },
      (reason: unknown) => {
        if (this.source !== source) {
          return;
        }
        this.inFlight.delete(number);
        this.onFailure(reason);
      },
    );
  }

  private evict(): void {
    const wanted = new Set(this.wanted());
    for (const number of this.windows.keys()) {
      if (this.windows.size <= this.maxWindows) {
        return;
      }
      if (!wanted.has(number)) {
        this.windows.delete(number);
      }
    }
  }
}

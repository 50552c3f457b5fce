import { formatCountdown } from './instants';
import { useNow } from './now';

export type Urgency = 'calm' | 'soon' | 'over';

const SOON_MS = 5 * 60_000;

/** How an end time should be felt: `soon` in the last five minutes, `over` from the end on. */
export function urgencyOf(until: number, now: number): Urgency {
  if (until <= now) {
    return 'over';
  }
  return until - now < SOON_MS ? 'soon' : 'calm';
}

type Props = {
  /** The end, in milliseconds since the epoch. */
  until: number;
  /** Shown from the end on. */
  over: string;
};

/** Time left, ticking. Not a live region: a screen reader asks for it, it does not interrupt. */
export function Countdown({ until, over }: Props) {
  const now = useNow();
  return <span role="timer">{until <= now ? over : formatCountdown(until - now)}</span>;
}

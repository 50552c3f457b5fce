import { formatLocal, formatLocalSeconds, formatRelative, formatUtc } from './instants';
import { useNow } from './now';

type Props = {
  /** Milliseconds since the epoch, UTC. */
  at: number;
  /** Adds seconds. */
  seconds?: boolean;
};

/** An instant in local time; the UTC value is in its tooltip. */
export function Time({ at, seconds = false }: Props) {
  return (
    <time dateTime={new Date(at).toISOString()} title={formatUtc(at)}>
      {seconds ? formatLocalSeconds(at) : formatLocal(at)}
    </time>
  );
}

/** How far away an instant is, kept current. */
export function RelativeTime({ at }: { at: number }) {
  return <span>{formatRelative(at, useNow())}</span>;
}

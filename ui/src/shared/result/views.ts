/**
 * The views that outlive their panels.
 *
 * Invariant: a view belongs to the session it was made in; what somebody looked for is not there for the next one.
 */
import type { SessionDto } from '../../ipc/generated/contract';
import type { Host } from '../../ipc/host';
import type { RowKind } from './rowKind';
import { ResultView } from './view';

type Held = { session: string; view: ResultView };

const views = new WeakMap<Host, Map<string, Held>>();

/** The view that goes by this key, for this session; a new one where there is none. */
export function resultView(host: Host, session: SessionDto | null, key: string, rows: RowKind): ResultView {
  const owner = session === null ? '' : `${session.profileId} ${session.tenantId} ${session.objectId}`;
  const ofHost = views.get(host) ?? new Map<string, Held>();
  views.set(host, ofHost);
  const held = ofHost.get(key);
  if (held?.session === owner) {
    return held.view;
  }
  const view = new ResultView(host, rows, { storage: window.localStorage, key });
  ofHost.set(key, { session: owner, view });
  return view;
}

/** Lets go of a view, such as that of a list inside a cell. */
export function forgetResultView(host: Host, key: string): void {
  views.get(host)?.delete(key);
}

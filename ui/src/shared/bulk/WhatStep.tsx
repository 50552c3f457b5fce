import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect, type SubmitEvent } from 'react';
import type { BulkFormDto, BulkOfferDto, BulkSource, FieldProblemDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { useAppState } from '../appState';
import { ErrorBanner } from '../ErrorBanner';
import type { Draft } from '../form/fieldDraft';
import { Prose } from '../Prose';
import { WhatFields } from './WhatFields';
import { limitsText } from './words';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  notes: { margin: 0, paddingLeft: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

/** The form that is filled in, under which the dialog's button submits it. */
export const WHAT_FORM = 'bulk-what';

type Props = {
  offer: BulkOfferDto;
  source: BulkSource;
  draft: Draft;
  problems: readonly FieldProblemDto[];
  onChange: (draft: Draft, name: string) => void;
  /** The form as the backend gave it; `null` while it has none. */
  onForm: (form: BulkFormDto | null) => void;
  onSubmit: () => void;
};

/** What is to be changed: the values that hold for every target, and what to know before. */
export function WhatStep({ offer, source, draft, problems, onChange, onForm, onSubmit }: Props) {
  const styles = useStyles();
  const host = useHost();
  const { session } = useAppState();
  const { data, error, refetch } = useQuery<BulkFormDto, CommandFailure>({
    queryKey: ['bulk-form', offer.change, source],
    queryFn: () => host.invoke('get_bulk_form', { change: offer.change, source }),
    gcTime: 0,
    staleTime: Infinity,
  });
  useEffect(() => onForm(data ?? null), [onForm, data]);
  if (data === undefined) {
    return error === null ? <Spinner size="small" label="Opening the form" /> : <ErrorBanner failure={error} onRetry={() => void refetch()} />;
  }
  const fromFile = source.kind === 'file';
  return (
    <form
      id={WHAT_FORM}
      className={styles.root}
      noValidate
      aria-label={offer.title}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        onSubmit();
      }}
      data-testid="bulk-form"
    >
      {fromFile ? (
        <>
          <Text data-testid="bulk-lines">
            The file has {data.targets.toLocaleString('en')} {data.targets === 1 ? 'line' : 'lines'}.
          </Text>
          {data.fields.length === 0 ? null : (
            <Text>What is filled in here holds for every line that has no value of its own.</Text>
          )}
        </>
      ) : data.fields.length === 0 ? (
        <Text>There is nothing to fill in.</Text>
      ) : null}
      <WhatFields form={data} draft={draft} fromFile={fromFile} problems={problems} username={session?.username ?? null} onChange={onChange} />
      <ul className={styles.notes} data-testid="bulk-notes">
        <li>{limitsText(data, offer.noun)}</li>
        {data.notes.map((note) => (
          <li key={note}>
            <Prose text={note} />
          </li>
        ))}
      </ul>
    </form>
  );
}

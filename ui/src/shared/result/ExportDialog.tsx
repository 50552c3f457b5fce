import { Button, Checkbox, Field, makeStyles, ProgressBar, Select, Switch, Text, tokens } from '@fluentui/react-components';
import { SaveRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportedDto, ExportEvent, ExportFormat, ExportRowsRequest } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { AnchoredDialog } from '../AnchoredDialog';
import { ErrorBanner } from '../ErrorBanner';
import { SavedTo } from '../SavedTo';
import type { ResultView } from './view';

const useStyles = makeStyles({
  note: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', justifyContent: 'flex-end', gap: tokens.spacingHorizontalS },
  remarks: { paddingLeft: tokens.spacingHorizontalL },
});

const FORMATS: Record<ExportFormat, string> = {
  csv: 'CSV, for a spreadsheet',
  xlsx: 'Excel workbook (XLSX)',
  jsonLines: 'JSON lines, every property as sent',
  parquet: 'Apache Parquet, for analysis',
};

type Props = {
  view: ResultView;
  /** The file's name without its ending. */
  name: string;
  /** What rows are called, e.g. `alerts`. */
  noun: string;
  onClose: () => void;
};

/** Writes the rows of a view to a file that the admin names in a dialog of the system. */
export function ExportDialog({ view, name, noun, onClose }: Props) {
  const styles = useStyles();
  const host = useHost();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [harmless, setHarmless] = useState(true);
  const [shownOnly, setShownOnly] = useState(true);
  const [progress, setProgress] = useState<ExportEvent | null>(null);
  const [loadId, setLoadId] = useState<string | null>(null);
  const save = useMutation<ExportedDto, CommandFailure, ExportRowsRequest>({
    mutationFn: (request) => host.invoke('export_rows', request, setProgress),
    onSettled: () => {
      setProgress(null);
      setLoadId(null);
    },
  });
  // Fixed at the opening: it is what the dialog says it saves.
  const [{ resultId, viewId, matchedRows }] = useState(() => view.get());
  const spreadsheet = format === 'csv' || format === 'xlsx';
  const stopped = save.error?.detail.code === 'LOAD_CANCELLED';

  const start = (): void => {
    const id = crypto.randomUUID();
    setLoadId(id);
    save.mutate({
      loadId: id,
      resultId: resultId ?? '',
      viewId: viewId ?? 0,
      columns: shownOnly && format !== 'jsonLines' ? view.shown() : [],
      format,
      neutralise: spreadsheet && harmless,
      name,
    });
  };
  const cancel = (): void => {
    if (loadId === null) {
      onClose();
      return;
    }
    // It ends by itself where it can no longer be stopped.
    host.invoke('cancel_load', { loadId }).catch(() => undefined);
  };

  return (
    <AnchoredDialog title={`Save ${matchedRows.toLocaleString()} ${noun}`} onClose={cancel} data-testid="export-dialog">
      <Field label="Format">
        <Select
          value={format}
          disabled={save.isPending}
          onChange={(_, { value }) => {
            setFormat(value as ExportFormat);
            save.reset();
          }}
          data-testid="export-format"
        >
          {Object.entries(FORMATS).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {format === 'jsonLines' ? null : (
        <Checkbox
          checked={shownOnly}
          disabled={save.isPending}
          onChange={(_, { checked }) => setShownOnly(checked === true)}
          label="Only the columns shown, in their order"
          data-testid="export-shown"
        />
      )}
      {spreadsheet ? (
        <div>
          <Switch
            checked={harmless}
            disabled={save.isPending}
            onChange={(_, { checked }) => setHarmless(checked)}
            label="Make formulas harmless"
            data-testid="export-harmless"
          />
          <Text block size={200} className={styles.note}>
            An attacker can choose a file name or title that a spreadsheet would run as a formula; such cells get an apostrophe in
            front.
          </Text>
        </div>
      ) : null}
      {save.isPending ? (
        <Field
          validationMessage={progress === null ? 'Choose where to save.' : `${progress.rows.toLocaleString()} of ${progress.of.toLocaleString()} rows written`}
          validationState="none"
        >
          <ProgressBar aria-label="Saving" {...(progress === null || progress.of === 0 ? {} : { value: progress.rows / progress.of })} />
        </Field>
      ) : null}
      {save.error === null || stopped ? null : <ErrorBanner failure={save.error} />}
      <span role="status">{stopped ? 'Stopped. No file was written.' : null}</span>
      <SavedTo saved={save.data} data-testid="export-saved" />
      {save.data === undefined || save.data.remarks.length === 0 ? null : (
        <ul className={styles.remarks} data-testid="export-remarks">
          {save.data.remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      <div className={styles.actions}>
        <Button onClick={cancel} data-testid="cancel-export">
          {save.isPending ? 'Cancel' : 'Close'}
        </Button>
        <Button
          appearance="primary"
          icon={<SaveRegular />}
          disabledFocusable={save.isPending}
          onClick={start}
          data-testid="start-export"
        >
          Save
        </Button>
      </div>
    </AnchoredDialog>
  );
}

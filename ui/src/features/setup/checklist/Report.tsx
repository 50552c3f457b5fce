import { Button, Checkbox, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { SaveRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReportFormat, SavedDto, SaveReportRequest } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Section } from '../../../shared/Page';
import { SavedTo } from '../../../shared/SavedTo';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  format: { minWidth: '240px' },
});

const FORMATS: Record<ReportFormat, string> = {
  html: 'HTML, one page to print',
  markdown: 'Markdown, for a ticket',
  json: 'JSON, for a program',
};

/** The record of how the checklist stands, for a change ticket. */
export function Report() {
  const styles = useStyles();
  const host = useHost();
  const [format, setFormat] = useState<ReportFormat>('html');
  const [maskNames, setMaskNames] = useState(true);
  const save = useMutation<SavedDto, CommandFailure, SaveReportRequest>({
    mutationFn: (request) => host.invoke('save_report', request),
  });
  return (
    <Section
      title="Verification report"
      lead="Profile, steps, evidence, times and versions, for a change ticket. It never holds a token."
    >
      <div className={styles.row}>
        <Field label="Format" className={styles.format}>
          <Select
            value={format}
            onChange={(_, { value }) => {
              setFormat(value as ReportFormat);
              save.reset();
            }}
            data-testid="report-format"
          >
            {Object.entries(FORMATS).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Checkbox
          checked={maskNames}
          onChange={(_, { checked }) => {
            setMaskNames(checked === true);
            save.reset();
          }}
          label="Mask names"
          title="Names and user principal names of people"
          data-testid="report-mask"
        />
        <Button
          icon={<SaveRegular />}
          disabledFocusable={save.isPending}
          onClick={() => save.mutate({ format, maskNames })}
          data-testid="save-report"
        >
          Save report
        </Button>
      </div>
      <SavedTo saved={save.data} data-testid="report-saved" />
      {save.error === null ? null : <ErrorBanner failure={save.error} />}
    </Section>
  );
}

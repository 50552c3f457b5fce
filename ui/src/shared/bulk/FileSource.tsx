import { Button, Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { DocumentTableRegular, SaveRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { BulkOfferDto, ChosenFileDto, SavedDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../ErrorBanner';
import { bytesText } from '../quantities';
import { SavedTo } from '../SavedTo';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  change: { maxWidth: '340px' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  file: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  columns: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

export type BulkFile = { fileId: string; name: string; bytes: number };

type Props = {
  offers: readonly BulkOfferDto[];
  offer: BulkOfferDto;
  onOffer: (offer: BulkOfferDto) => void;
  file: BulkFile | null;
  onFile: (file: BulkFile) => void;
};

/** Which change, and the CSV file with its targets. */
export function FileSource({ offers, offer, onOffer, file, onFile }: Props) {
  const styles = useStyles();
  const host = useHost();
  const choose = useMutation<ChosenFileDto, CommandFailure>({
    mutationFn: () => host.invoke('choose_file', null),
    onSuccess: ({ fileId, name, bytes }) => {
      if (fileId !== null) {
        onFile({ fileId, name, bytes });
      }
    },
    gcTime: 0,
  });
  const template = useMutation<SavedDto, CommandFailure>({
    mutationFn: () => host.invoke('save_bulk_template', { change: offer.change }),
    gcTime: 0,
  });
  const failure = choose.error ?? template.error;
  return (
    <div className={styles.root}>
      <Field label="Change" className={styles.change}>
        <Select
          value={offer.change}
          onChange={(_, { value }) => {
            template.reset();
            onOffer(offers.find(({ change }) => change === value) ?? offer);
          }}
          data-testid="bulk-change"
        >
          {offers.map(({ change, title }) => (
            <option key={change} value={change}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <div className={styles.row}>
        <Button icon={<DocumentTableRegular />} disabledFocusable={choose.isPending} onClick={() => choose.mutate()} data-testid="bulk-choose-file">
          {file === null ? 'Choose a CSV file' : 'Choose another file'}
        </Button>
        <Text className={styles.file} data-testid="bulk-file">
          {file === null ? 'No file chosen' : `${file.name} (${bytesText(file.bytes)})`}
        </Text>
        <Button appearance="subtle" icon={<SaveRegular />} disabledFocusable={template.isPending} onClick={() => template.mutate()} data-testid="bulk-template">
          Save an empty file
        </Button>
        <SavedTo saved={template.data} data-testid="bulk-template-saved" />
      </div>
      <Text size={200} className={styles.quiet}>
        A CSV file with one {offer.noun.one} a line. Its first line names the columns, of which the first of these must be there:{' '}
        <span className={styles.columns} data-testid="bulk-columns">{offer.fileColumns.join(', ')}</span>
      </Text>
      {failure === null ? null : <ErrorBanner failure={failure} />}
    </div>
  );
}

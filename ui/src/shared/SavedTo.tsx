import { makeStyles, Text } from '@fluentui/react-components';
import type { SavedDto } from '../ipc/generated/contract';

const useStyles = makeStyles({ root: { overflowWrap: 'anywhere' } });

/** Where a file was saved. */
export function SavedTo({ saved, 'data-testid': testId }: { saved: SavedDto | undefined; 'data-testid': string }) {
  const styles = useStyles();
  return (
    <span role="status" className={styles.root} data-testid={testId}>
      {saved === undefined ? null : <Text>{saved.path === null ? 'Not saved.' : `Saved to ${saved.path}`}</Text>}
    </span>
  );
}

import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useHost } from '../ipc/HostContext';
import { CopyButton } from './CopyButton';

const useStyles = makeStyles({
  root: { display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  link: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, textAlign: 'left' },
  url: { overflowWrap: 'anywhere' },
});

/** A page for the system's browser. Where none opens, the address is there to be copied. */
export function PageLink({ label, url, name }: { label: string; url: string; name?: string }) {
  const styles = useStyles();
  const host = useHost();
  const [failed, setFailed] = useState(false);
  const open = (): void => {
    host.invoke('open_link', { url }).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  };
  return (
    <span className={styles.root}>
      <Link as="button" className={styles.link} title={url} aria-label={name} onClick={open}>
        <OpenRegular aria-hidden="true" />
        {label}
      </Link>
      {failed ? (
        <span role="alert">
          <Text size={200} className={styles.url}>
            No browser opened. The address is {url}
          </Text>
          <CopyButton text={url} what="address" />
        </span>
      ) : null}
    </span>
  );
}

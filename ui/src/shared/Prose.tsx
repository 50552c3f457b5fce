import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  term: { fontFamily: tokens.fontFamilyMonospace, fontSize: '0.95em' },
});

/** A sentence of the backend's. Words it sets between backticks are names of claims and values, and look like it. */
export function Prose({ text }: { text: string }) {
  const styles = useStyles();
  const parts = text.split('`');
  // An unpaired backtick is part of the text.
  if (parts.length % 2 === 0) {
    return <>{text}</>;
  }
  return (
    <>
      {parts.map((part, position) =>
        position % 2 === 0 ? (
          part
        ) : (
          <code key={position} className={styles.term}>
            {part}
          </code>
        ),
      )}
    </>
  );
}

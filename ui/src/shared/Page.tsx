import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, width: '100%', boxSizing: 'border-box' },
  reading: { maxWidth: '1080px', padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL}` },
  filling: {
    height: '100%',
    minHeight: 0,
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL} ${tokens.spacingVerticalM}`,
  },
  head: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  heading: { outlineStyle: 'none' },
  lead: { maxWidth: '80ch', color: tokens.colorNeutralForeground2 },
});

type Props = {
  title: string;
  /** One or two sentences on what this screen is for. */
  lead?: ReactNode;
  /** `filling` gives the content the window's whole height, for tables. */
  layout?: 'reading' | 'filling';
  children: ReactNode;
};

/** A screen's frame. Its heading takes the focus when the screen changes, so that a screen reader says where it is. */
export function Page({ title, lead, layout = 'reading', children }: Props) {
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // At the first start the focus stays where the browser put it.
    // A part of the page that somebody was sent to has taken it already.
    if (document.documentElement.dataset.ready === 'true' && root.current?.contains(document.activeElement) !== true) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <div ref={root} className={mergeClasses(styles.root, layout === 'reading' ? styles.reading : styles.filling)}>
      <div className={styles.head}>
        <Text as="h1" size={600} weight="semibold" block ref={heading} tabIndex={-1} className={styles.heading}>
          {title}
        </Text>
        {lead === undefined ? null : (
          <Text as="p" className={styles.lead}>
            {lead}
          </Text>
        )}
      </div>
      {children}
    </div>
  );
}

const useSectionStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  lead: { color: tokens.colorNeutralForeground2, maxWidth: '80ch' },
});

/** A titled card on a page. */
export function Section(props: { title: string; lead?: ReactNode; aside?: ReactNode; children?: ReactNode }) {
  const styles = useSectionStyles();
  return (
    <section className={styles.root} aria-label={props.title}>
      <div className={styles.head}>
        <Text as="h2" size={400} weight="semibold" block>
          {props.title}
        </Text>
        {props.aside}
      </div>
      {props.lead === undefined ? null : (
        <Text as="p" className={styles.lead}>
          {props.lead}
        </Text>
      )}
      {props.children}
    </section>
  );
}

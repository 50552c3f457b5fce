import { Field, makeStyles, Radio, RadioGroup, Textarea, tokens } from '@fluentui/react-components';
import type { TokenRefDto, TokenRefSource } from '../../../ipc/generated/contract';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  text: { fontFamily: tokens.fontFamilyMonospace },
});

const SOURCES: Record<TokenRefSource, string> = {
  session: "This session's token",
  previous: 'The one before it',
  pasted: 'A pasted token',
};

/** What is chosen on a side; the text is kept while another source is tried. */
export type SideChoice = { source: TokenRefSource; text: string };

/** As the backend wants it: a text goes along only where it is meant. */
export function refOf({ source, text }: SideChoice): TokenRefDto {
  return { source, text: source === 'pasted' ? text : null };
}

type Props = {
  /** `before` or `after`. */
  name: string;
  label: string;
  offered: readonly TokenRefSource[];
  choice: SideChoice;
  onChange: (choice: SideChoice) => void;
};

/** One side of a comparison: which token. */
export function Side({ name, label, offered, choice, onChange }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root} data-testid={`compare-${name}`}>
      <Field label={label}>
        <RadioGroup value={choice.source} onChange={(_, { value }) => onChange({ ...choice, source: value as TokenRefSource })}>
          {offered.map((source) => (
            <Radio
              key={source}
              value={source}
              label={SOURCES[source]}
              input={{ 'data-testid': `compare-${name}-${source}` } as { className?: string }}
            />
          ))}
        </RadioGroup>
      </Field>
      {choice.source === 'pasted' ? (
        <Field label="Access token">
          <Textarea
            value={choice.text}
            onChange={(_, { value }) => onChange({ ...choice, text: value })}
            rows={3}
            spellCheck={false}
            autoComplete="off"
            placeholder="eyJ…"
            textarea={{ className: styles.text, 'data-testid': `compare-${name}-text` } as { className: string }}
          />
        </Field>
      ) : null}
    </div>
  );
}

import { Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import type { ProfileColour } from '../../../ipc/generated/contract';
import { COLOUR_NAMES, ColourDot } from '../../../shared/ProfileColour';

const useStyles = makeStyles({
  choices: { flexWrap: 'wrap' },
  choice: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

type Props = { colour: ProfileColour; onChange: (colour: ProfileColour) => void };

export function ColourField({ colour, onChange }: Props) {
  const styles = useStyles();
  return (
    <Field label="Colour" hint="Shown beside the profile's name and across the top of the window, to tell profiles apart.">
      <RadioGroup
        layout="horizontal"
        className={styles.choices}
        value={colour}
        onChange={(_, { value }) => onChange(value as ProfileColour)}
        data-testid="profile-colour"
      >
        {Object.entries(COLOUR_NAMES).map(([value, name]) => (
          <Radio
            key={value}
            value={value}
            label={
              <span className={styles.choice}>
                {value === 'none' ? null : <ColourDot colour={value as ProfileColour} />}
                {name}
              </span>
            }
            data-testid={`profile-colour-${value}`}
          />
        ))}
      </RadioGroup>
    </Field>
  );
}

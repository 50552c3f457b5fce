import { Field, makeStyles, Radio, RadioGroup, Switch, tokens } from '@fluentui/react-components';
import type { AccountTypes, Plan } from '../../../ipc/generated/contract';
import { useChecklist } from './useChecklist';
import { ACCOUNT_TYPES, PLAN_NAMES } from './words';

const useStyles = makeStyles({
  formerly: { display: 'block', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Which plan the tenant has. */
export function PlanChoice() {
  const { answers, change } = useChecklist();
  return (
    <Field label="Which plan does the tenant have?" hint="Microsoft Defender portal: Settings, Endpoints, Licenses.">
      <RadioGroup
        layout="horizontal"
        value={answers.plan ?? ''}
        onChange={(_, { value }) => change({ plan: value as Plan })}
        data-testid="plan-choice"
      >
        {Object.entries(PLAN_NAMES).map(([plan, name]) => (
          <Radio key={plan} value={plan} label={name} />
        ))}
      </RadioGroup>
    </Field>
  );
}

/** Which supported account types the registration has, or is to have. */
export function AccountTypesChoice() {
  const styles = useStyles();
  const { answers, change } = useChecklist();
  return (
    <Field label="Supported account types you choose" hint="The generated scripts follow this choice.">
      <RadioGroup
        value={answers.accountTypes}
        onChange={(_, { value }) => change({ accountTypes: value as AccountTypes })}
        data-testid="account-types-choice"
      >
        {Object.entries(ACCOUNT_TYPES).map(([types, { now, formerly }]) => (
          <Radio
            key={types}
            value={types}
            label={
              <>
                {now}
                <span className={styles.formerly}>Older portal: {formerly}</span>
              </>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
}

/** Whether the switch for public client flows is needed. */
export function PublicFlowsSwitch() {
  const { answers, change } = useChecklist();
  return (
    <Switch
      checked={answers.needsPublicFlows}
      onChange={(_, { checked }) => change({ needsPublicFlows: checked })}
      label="I will use device code, or the documentation's password sample"
      data-testid="public-flows-switch"
    />
  );
}

import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import type { AccessKind, AdviceDto, AnswersDto } from '../../../ipc/generated/contract';
import { Prose } from '../../../shared/Prose';
import { PageLink } from '../../../shared/PageLink';
import { useChecklist } from './useChecklist';

const useStyles = makeStyles({
  questions: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    alignItems: 'start',
  },
  advice: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorBrandStroke2}`,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
  },
  caveats: { listStyleType: 'disc', paddingLeft: tokens.spacingHorizontalXL },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type Question = 'personPresent' | 'asPerson' | 'unattended';

const QUESTIONS: readonly { id: Question; text: string; hint: string }[] = [
  {
    id: 'personPresent',
    text: 'Is a person present when calls are made?',
    hint: 'Somebody who can sign in, now and again after some hours or days.',
  },
  {
    id: 'asPerson',
    text: "Must it work with that person's rights, under their name?",
    hint: 'An analyst who may see one site sees that one alone, and an isolation is logged as theirs.',
  },
  {
    id: 'unattended',
    text: 'Must it run unattended?',
    hint: 'A nightly export or a service, when nobody can sign in or answer a prompt.',
  },
];

export const ACCESS_NAMES: Record<AccessKind, string> = {
  userContext: 'User context',
  applicationContext: 'Application context',
};

/** Three questions, and which context follows from the answers. */
export function Adviser() {
  const styles = useStyles();
  const { checklist, answers, change } = useChecklist();
  return (
    <>
      <div className={styles.questions}>
        {QUESTIONS.map((question) => (
          <Field key={question.id} label={question.text} hint={question.hint}>
            <RadioGroup
              layout="horizontal"
              value={asValue(answers[question.id])}
              onChange={(_, { value }) => change({ [question.id]: value === 'yes' } satisfies Partial<AnswersDto>)}
              data-testid={`adviser-${question.id}`}
            >
              <Radio value="yes" label="Yes" />
              <Radio value="no" label="No" />
            </RadioGroup>
          </Field>
        ))}
      </div>
      <div role="status">
        {checklist.advice === null ? (
          <Text className={styles.quiet}>Answer the three questions to get a recommendation.</Text>
        ) : (
          <Advice advice={checklist.advice} />
        )}
      </div>
    </>
  );
}

function asValue(answer: boolean | null): string {
  return answer === null ? '' : answer ? 'yes' : 'no';
}

function Advice({ advice }: { advice: AdviceDto }) {
  const styles = useStyles();
  return (
    <div className={styles.advice} data-testid="advice" data-access={advice.access}>
      <Text weight="semibold">Use {ACCESS_NAMES[advice.access].toLowerCase()}</Text>
      <Text>
        <Prose text={advice.reason} />
      </Text>
      {advice.caveats.length === 0 ? null : (
        <ul className={styles.caveats}>
          {advice.caveats.map((caveat) => (
            <li key={caveat}>
              <Prose text={caveat} />
            </li>
          ))}
        </ul>
      )}
      <PageLink label={advice.pointer.label} url={advice.pointer.url} />
    </div>
  );
}

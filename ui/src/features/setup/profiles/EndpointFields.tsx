import { Field, Input, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, Switch, tokens, type FieldProps } from '@fluentui/react-components';
import type { EndpointsDto } from '../../../ipc/generated/contract';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  switch: { alignSelf: 'flex-start' },
  warning: { whiteSpace: 'normal', paddingBottom: tokens.spacingVerticalS },
  title: { display: 'block' },
  fields: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))', gap: tokens.spacingVerticalL, alignItems: 'start' },
});

/** Label, hint and test id of each address, by its name in the request. */
export const ENDPOINT_FIELDS: Record<keyof EndpointsDto, { label: string; hint: string; testId: string }> = {
  authority: { label: 'Authority', hint: 'Base address of the sign-in service, without the tenant.', testId: 'profile-authority' },
  apiBase: { label: 'API base', hint: 'Base address of the API, without /api.', testId: 'profile-api-base' },
  audience: { label: 'Audience', hint: 'The resource that tokens are asked for.', testId: 'profile-audience' },
};

type Props = {
  /** The addresses of the admin's own; `null` for the cloud's. */
  endpoints: EndpointsDto | null;
  onSwitch: (own: boolean) => void;
  onChange: (endpoints: EndpointsDto) => void;
  /** Why an address was refused, as `Field` shows it. */
  problemOf: (name: keyof EndpointsDto) => Pick<FieldProps, 'validationState' | 'validationMessage'>;
};

/** Addresses that replace the cloud's. */
export function EndpointFields({ endpoints, onSwitch, onChange, problemOf }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.panel}>
      <Switch
        className={styles.switch}
        label="Use other addresses than the cloud's"
        checked={endpoints !== null}
        onChange={(_, { checked }) => onSwitch(checked)}
        data-testid="profile-own-endpoints"
      />
      {endpoints === null ? null : (
        <>
          <MessageBar intent="warning" layout="multiline" data-testid="endpoints-warning">
            <MessageBarBody className={styles.warning}>
              <MessageBarTitle className={styles.title}>Tokens and calls go to these addresses.</MessageBarTitle>
              Whoever runs them can read your sign-in, your access token and every answer. Enter only what you run
              yourself or trust, for example a proxy of your organisation or a test server.
            </MessageBarBody>
          </MessageBar>
          <div className={styles.fields}>
            {Object.entries(ENDPOINT_FIELDS).map(([key, { label, hint, testId }]) => {
              const name = key as keyof EndpointsDto;
              return (
                <Field key={name} label={label} hint={hint} {...problemOf(name)}>
                  <Input
                    value={endpoints[name]}
                    onChange={(_, { value }) => onChange({ ...endpoints, [name]: value })}
                    autoComplete="off"
                    spellCheck={false}
                    data-testid={testId}
                  />
                </Field>
              );
            })}
          </div>
        </>
      )}
    </div>
  );
}

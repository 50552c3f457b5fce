import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, Switch, tokens, type FieldProps } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import type { EndpointsDto } from '../../../ipc/generated/contract';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalS, minWidth: 0 },
  toggle: { alignSelf: 'flex-start', paddingLeft: 0 },
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
  /** What to start from: the cloud's addresses. */
  proposal: EndpointsDto;
  onChange: (endpoints: EndpointsDto | null) => void;
  /** Why an address was refused, as `Field` shows it. */
  problemOf: (name: keyof EndpointsDto) => Pick<FieldProps, 'validationState' | 'validationMessage'>;
};

/** Addresses that replace the cloud's, out of sight until asked for. */
export function EndpointFields({ endpoints, proposal, onChange, problemOf }: Props) {
  const styles = useStyles();
  const id = useId();
  const [open, setOpen] = useState(endpoints !== null);
  /** What was typed before the switch went off. */
  const [typed, setTyped] = useState(endpoints);

  return (
    <div className={styles.root}>
      <Button
        className={styles.toggle}
        appearance="transparent"
        icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        data-testid="profile-advanced"
      >
        Advanced
      </Button>
      {open ? (
        <div id={id} className={styles.panel}>
          <Switch
            className={styles.switch}
            label="Use other addresses than the cloud's"
            checked={endpoints !== null}
            onChange={(_, { checked }) => {
              setTyped(endpoints ?? typed);
              onChange(checked ? (typed ?? proposal) : null);
            }}
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
      ) : null}
    </div>
  );
}

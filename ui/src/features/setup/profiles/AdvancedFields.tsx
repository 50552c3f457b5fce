import { Button, makeStyles, tokens, type FieldProps } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import type { EndpointsDto } from '../../../ipc/generated/contract';
import { EndpointFields } from './EndpointFields';
import { PasswordSampleField } from './PasswordSampleField';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: tokens.spacingVerticalS, minWidth: 0 },
  toggle: { alignSelf: 'flex-start', paddingLeft: 0 },
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
});

type Props = {
  allowPasswordSample: boolean;
  onAllowPasswordSample: (allowed: boolean) => void;
  /** The addresses of the admin's own; `null` for the cloud's. */
  endpoints: EndpointsDto | null;
  /** What to start from: the cloud's addresses; `null` where there is nothing to replace, as in the sandbox tenant. */
  proposal: EndpointsDto | null;
  onEndpoints: (endpoints: EndpointsDto | null) => void;
  /** Why an address was refused, as `Field` shows it. */
  problemOf: (name: keyof EndpointsDto) => Pick<FieldProps, 'validationState' | 'validationMessage'>;
  /** Somebody came for these fields. */
  openAtFirst: boolean;
  /** An address was refused: nobody can mend what is out of sight. */
  refused: boolean;
};

/** What few profiles need, out of sight until asked for. */
export function AdvancedFields(props: Props) {
  const { allowPasswordSample, onAllowPasswordSample, endpoints, proposal, onEndpoints, problemOf, openAtFirst, refused } = props;
  const styles = useStyles();
  const id = useId();
  const [open, setOpen] = useState(openAtFirst || endpoints !== null || allowPasswordSample);
  const [knownRefusal, setKnownRefusal] = useState(refused);
  if (knownRefusal !== refused) {
    setKnownRefusal(refused);
    setOpen(open || refused);
  }
  /** What was typed before the switch of the addresses went off. */
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
          <PasswordSampleField allowed={allowPasswordSample} onChange={onAllowPasswordSample} />
          {proposal === null ? null : (
            <EndpointFields
              endpoints={endpoints}
              onSwitch={(own) => {
                setTyped(endpoints ?? typed);
                onEndpoints(own ? (typed ?? proposal) : null);
              }}
              onChange={onEndpoints}
              problemOf={problemOf}
            />
          )}
        </div>
      ) : null}
    </div>
  );
}

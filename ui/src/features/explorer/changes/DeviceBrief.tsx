import { makeStyles, MessageBar, MessageBarBody, Text, tokens } from '@fluentui/react-components';
import type { BriefDto, DeviceDto } from '../../../ipc/generated/contract';
import { Facts, type Fact } from '../../../shared/Facts';
import { Prose } from '../../../shared/Prose';
import { RelativeTime, Time } from '../../../shared/Time';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  wrap: { whiteSpace: 'normal' },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
});

/** What to know of a device before something is done to it. */
export function DeviceBrief({ brief }: { brief: BriefDto }) {
  const styles = useStyles();
  const { device, pending, duplicate, unknown } = brief;
  return (
    <div className={styles.root} data-testid="brief">
      {duplicate ? (
        <MessageBar intent="error" data-testid="duplicate">
          <MessageBarBody className={styles.wrap}>
            The same action is already pending on this device. The service refuses a second one: wait until it has ended, or cancel it.
          </MessageBarBody>
        </MessageBar>
      ) : null}
      {device === null ? null : <Facts narrow facts={factsOf(device)} />}
      {pending.length === 0 ? null : (
        <div>
          <Text block weight="semibold">
            Actions that have not ended
          </Text>
          <ul className={styles.list}>
            {pending.map((action) => (
              <li key={action.id}>
                {action.kind}, {action.status}
                {action.requestor === '' ? null : ` · asked for by ${action.requestor}`}
                {action.created === null ? null : (
                  <>
                    {' · '}
                    <Time at={action.created} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {unknown.length === 0 ? null : (
        <MessageBar intent="warning">
          <MessageBarBody className={styles.wrap}>
            <Text block weight="semibold">
              Could not be read
            </Text>
            <ul className={styles.list}>
              {unknown.map((sentence) => (
                <li key={sentence}>
                  <Prose text={sentence} />
                </li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
      <Text>
        <Prose text={brief.undo} />
      </Text>
    </div>
  );
}

function factsOf(device: DeviceDto): Fact[] {
  const { users, lastSeen } = device;
  return [
    { name: 'Device', value: <strong>{device.name}</strong> },
    { name: 'Operating system', value: device.os },
    { name: 'Health', value: device.health },
    { name: 'Risk', value: device.risk },
    {
      name: 'Last seen',
      value:
        lastSeen === null ? (
          'Not known'
        ) : (
          <>
            <Time at={lastSeen} /> (<RelativeTime at={lastSeen} />)
          </>
        ),
    },
    { name: 'Tags', value: device.tags.length === 0 ? 'None' : device.tags.join(', ') },
    { name: 'Logged on', value: users === null ? 'Not known' : users.length === 0 ? 'Nobody lately' : users.join(', ') },
  ];
}

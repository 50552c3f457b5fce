import {
  Menu,
  MenuButton,
  MenuDivider,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';

const useStyles = makeStyles({
  popover: { maxHeight: '70vh', overflowY: 'auto' },
  count: { color: tokens.colorNeutralForeground3 },
});

export type Choice = {
  value: string;
  label: string;
  /** How often it occurs, where known. */
  count?: number;
};

type Props = {
  /** What is chosen, e.g. `Severity`. */
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** What the button says about an empty choice, e.g. `all`. */
  none: string;
  icon?: ReactElement;
  /** The label is drawn above the button already; inside it is for screen readers only. */
  labelledElsewhere?: boolean;
  /** Shows how many instead of which. */
  countOnly?: boolean;
  /** The last entry, which empties the choice or resets it. */
  reset: string;
  onReset?: () => void;
  'data-testid'?: string;
};

/** Several of a list, behind one button. The menu stays open while choosing. */
export function CheckMenu(props: Props) {
  const { label, choices, chosen, onChange, none, icon, labelledElsewhere = false, countOnly = false, reset, onReset, 'data-testid': testId } = props;
  const styles = useStyles();
  const names = choices.filter((choice) => chosen.includes(choice.value)).map((choice) => choice.label);
  const summary = names.length === 0 ? none : countOnly || names.length > 2 ? `${names.length}` : names.join(', ');
  return (
    <Menu
      checkedValues={{ choice: [...chosen] }}
      onCheckedValueChange={(_, data) => onChange(data.checkedItems)}
      positioning={{ autoSize: true, position: 'below', align: 'start' }}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton icon={icon} data-testid={testId}>
          <span className={labelledElsewhere ? 'visually-hidden' : undefined}>{label}:&nbsp;</span>
          {summary}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <MenuList>
          {choices.map((choice) => (
            <MenuItemCheckbox
              key={choice.value}
              name="choice"
              value={choice.value}
              secondaryContent={
                choice.count === undefined ? undefined : (
                  <span className={styles.count}>{choice.count.toLocaleString()}</span>
                )
              }
              data-testid={testId === undefined ? undefined : `${testId}-${choice.value}`}
            >
              {choice.label}
            </MenuItemCheckbox>
          ))}
          <MenuDivider />
          <MenuItem
            disabled={onReset === undefined && chosen.length === 0}
            onClick={onReset ?? (() => onChange([]))}
            data-testid={testId === undefined ? undefined : `${testId}-reset`}
          >
            {reset}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

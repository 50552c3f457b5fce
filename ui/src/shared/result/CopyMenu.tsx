import { Menu, MenuButton, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons';
import type { CopyFormat } from '../../ipc/generated/contract';

const FORMATS: Record<CopyFormat, string> = {
  tsv: 'With tabs, for a spreadsheet',
  markdown: 'As a Markdown table',
  json: 'As a JSON list',
};

type Props = {
  onCopy: (format: CopyFormat) => void;
  /** How many would be copied. */
  rows: number;
  /** They are selected ones; otherwise it is all of the view. */
  selected: boolean;
};

/** Puts the selected rows, or all of the view, on the clipboard. */
export function CopyMenu({ onCopy, rows, selected }: Props) {
  const what = selected ? `${rows.toLocaleString()} selected` : `all ${rows.toLocaleString()} in view`;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton icon={<CopyRegular />} aria-label="Copy rows" title="Copy rows" disabledFocusable={rows === 0} data-testid="copy-rows" />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Copy {what}</MenuGroupHeader>
            {Object.entries(FORMATS).map(([format, label]) => (
              <MenuItem
                key={format}
                onClick={() => onCopy(format as CopyFormat)}
                secondaryContent={format === 'tsv' ? 'Ctrl+C' : undefined}
                data-testid={`copy-${format}`}
              >
                {label}
              </MenuItem>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

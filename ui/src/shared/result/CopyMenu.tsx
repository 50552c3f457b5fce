import { Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons';
import type { CopyFormat } from '../../ipc/generated/contract';

const FORMATS: Record<CopyFormat, string> = {
  tsv: 'With tabs, for a spreadsheet',
  markdown: 'As a Markdown table',
  json: 'As a JSON list',
};

type Props = { onCopy: (format: CopyFormat) => void; disabled: boolean };

/** Puts the selected rows, or all of the view, on the clipboard. */
export function CopyMenu({ onCopy, disabled }: Props) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton icon={<CopyRegular />} aria-label="Copy rows" title="Copy rows" disabledFocusable={disabled} data-testid="copy-rows" />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
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
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

import {
  Button,
  Label,
  makeStyles,
  Menu,
  MenuButton,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuSplitGroup,
  MenuTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DeleteRegular, SaveRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { AlertQueryDto, SavedViewDto } from '../../../ipc/generated/contract';
import { AnchoredDialog } from '../../../shared/AnchoredDialog';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import type { ResultView } from '../../../shared/result/view';
import { useStoreParts } from '../../../shared/store';
import { toDto, type AlertQuery } from '../query';
import { appliedTo, markOf, rememberApplied } from './applied';
import { SaveViewDialog } from './SaveViewDialog';
import { useSavedViews, useViewCommand } from './useSavedViews';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  // As Field sets its labels, so that they stand in one line.
  label: { padding: `${tokens.spacingVerticalXXS} 0`, marginBottom: tokens.spacingVerticalXXS },
  button: { maxWidth: '240px', justifyContent: 'space-between' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  popover: { maxHeight: '70vh', maxWidth: 'min(440px, calc(100vw - 32px))', overflowY: 'auto' },
  grow: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  actions: { display: 'flex', justifyContent: 'flex-end', gap: tokens.spacingHorizontalS },
});

/** What the arrangement is made of. */
const USED = ['sort', 'text', 'conditions', 'chosen', 'groupBy', 'layout'] as const;

type Props = {
  view: ResultView;
  query: AlertQuery;
  /** Puts a kept question in the place of the present one, and loads where its answer is not held. */
  onQuery: (kept: AlertQueryDto) => AlertQuery;
};

/** Saved ways to look at alerts: applied, kept and let go. */
export function ViewsMenu({ view, query, onQuery }: Props) {
  const styles = useStyles();
  const views = useSavedViews();
  useStoreParts(view, USED);
  const [applied, setApplied] = useState(() => appliedTo(view));
  const [saving, setSaving] = useState(false);
  const [deleting, setDeleting] = useState<SavedViewDto | null>(null);
  const list = views.data?.views ?? [];
  const mark = markOf(toDto(query), view.arrangement());
  const current = applied !== null && applied.mark === mark && list.some(({ id }) => id === applied.id) ? applied : null;
  const own = list.filter(({ builtIn }) => !builtIn);

  const apply = (saved: SavedViewDto): void => {
    view.arrange(saved.arrangement);
    const asked = onQuery(saved.query);
    setApplied(rememberApplied(view, saved, markOf(toDto(asked), view.arrangement())));
  };

  return (
    <div className={styles.root}>
      <Label aria-hidden="true" className={styles.label}>
        View
      </Label>
      <Menu positioning={{ autoSize: true, position: 'below', align: 'start' }}>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton className={styles.button} title={current?.name} data-testid="views" data-applied={current?.id ?? ''}>
            <span className="visually-hidden">View:&nbsp;</span>
            <span className={styles.name}>{current?.name ?? 'None'}</span>
          </MenuButton>
        </MenuTrigger>
        <MenuPopover className={styles.popover}>
          <MenuList>
            <MenuGroup>
              <MenuGroupHeader>Built in</MenuGroupHeader>
              {list
                .filter(({ builtIn }) => builtIn)
                .map((saved) => (
                  <MenuItem key={saved.id} subText={saved.about} onClick={() => apply(saved)} data-testid={`view-${saved.id}`}>
                    {saved.name}
                  </MenuItem>
                ))}
            </MenuGroup>
            {own.length === 0 ? null : (
              <MenuGroup data-testid="own-views">
                <MenuGroupHeader>Your views</MenuGroupHeader>
                {own.map((saved) => (
                  <MenuSplitGroup key={saved.id}>
                    <MenuItem className={styles.grow} onClick={() => apply(saved)} data-testid={`view-${saved.id}`}>
                      {saved.name}
                    </MenuItem>
                    <MenuItem
                      icon={<DeleteRegular />}
                      aria-label={`Delete the view ${saved.name}`}
                      title="Delete"
                      onClick={() => setDeleting(saved)}
                      data-testid={`delete-${saved.id}`}
                    />
                  </MenuSplitGroup>
                ))}
              </MenuGroup>
            )}
            <MenuDivider />
            <MenuItem icon={<SaveRegular />} onClick={() => setSaving(true)} data-testid="save-view">
              Save current view…
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {views.error === null ? null : <ErrorBanner failure={views.error} onRetry={() => void views.refetch()} />}
      {saving ? (
        <SaveViewDialog
          own={own}
          suggestion={own.find(({ id }) => id === applied?.id)?.name ?? ''}
          query={toDto(query)}
          arrangement={view.arrangement()}
          onSaved={(saved) => setApplied(rememberApplied(view, saved, mark))}
          onClose={() => setSaving(false)}
        />
      ) : null}
      {deleting === null ? null : <DeleteViewDialog saved={deleting} onClose={() => setDeleting(null)} />}
    </div>
  );
}

function DeleteViewDialog({ saved, onClose }: { saved: SavedViewDto; onClose: () => void }) {
  const styles = useStyles();
  const remove = useViewCommand('delete_view');
  return (
    <AnchoredDialog title={`Delete the view “${saved.name}”?`} onClose={onClose} data-testid="delete-view-dialog">
      <Text>How the alerts are arranged at the moment stays as it is.</Text>
      {remove.error === null ? null : <ErrorBanner failure={remove.error} />}
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          appearance="primary"
          disabledFocusable={remove.isPending}
          onClick={() => remove.mutate({ viewId: saved.id }, { onSuccess: onClose })}
          data-testid="confirm-delete-view"
        >
          Delete view
        </Button>
      </div>
    </AnchoredDialog>
  );
}

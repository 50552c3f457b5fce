/**
 * A long text for reading: numbered lines, folding, searching.
 *
 * CodeMirror draws only the lines in sight, so that megabytes do not slow the window down. It is loaded with the first
 * answer that is read. Its style elements carry the page's nonce, as the content security policy asks.
 */
import { codeFolding, foldAll, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting, unfoldAll } from '@codemirror/language';
import { json } from '@codemirror/lang-json';
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowCollapseAllRegular, ArrowExpandAllRegular, SearchRegular } from '@fluentui/react-icons';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { readStyleNonce } from '../../../shared/styleNonce';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minHeight: 0, flexGrow: 1 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  frame: {
    flexGrow: 1,
    minHeight: 0,
    overflow: 'hidden',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
});

const LOOKS = EditorView.theme({
  '&': { height: '100%', backgroundColor: tokens.colorNeutralBackground1, color: tokens.colorNeutralForeground1 },
  '&.cm-focused': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  '.cm-scroller': {
    overflow: 'auto',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  '.cm-gutters': {
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground3,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  '.cm-foldPlaceholder': {
    padding: '0 4px',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  '& .cm-selectionBackground, &.cm-focused .cm-selectionBackground, ::selection': { backgroundColor: tokens.colorBrandBackground2 },
  '.cm-panels': { backgroundColor: tokens.colorNeutralBackground2, color: tokens.colorNeutralForeground1 },
  '.cm-panels-top': { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  '.cm-panel.cm-search': { padding: '6px 8px', fontFamily: tokens.fontFamilyBase, fontSize: tokens.fontSizeBase200 },
  '.cm-panel.cm-search label': { fontSize: tokens.fontSizeBase200 },
  '.cm-panel.cm-search [name=close]': { color: tokens.colorNeutralForeground1, fontSize: tokens.fontSizeBase400 },
  '.cm-textfield': {
    padding: '3px 6px',
    fontSize: tokens.fontSizeBase200,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
  },
  '.cm-button': {
    fontSize: tokens.fontSizeBase200,
    backgroundImage: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  '.cm-searchMatch': { backgroundColor: tokens.colorStatusWarningBackground2 },
  '.cm-searchMatch-selected': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  '.cm-selectionMatch': { backgroundColor: tokens.colorNeutralBackground1Selected },
});

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: tokens.colorBrandForeground1 },
  { tag: tags.string, color: tokens.colorPaletteGreenForeground1 },
  { tag: [tags.number, tags.bool, tags.null], color: tokens.colorPaletteBerryForeground1 },
]);

const PHRASES = {
  'Fold line': 'Fold',
  'Unfold line': 'Unfold',
  next: 'Next',
  previous: 'Previous',
  all: 'All',
  'match case': 'Match case',
  regexp: 'Regular expression',
  'by word': 'Whole words',
  close: 'Close',
};

function extensions(label: string, isJson: boolean): Extension[] {
  const nonce = readStyleNonce(document);
  return [
    ...(nonce === '' ? [] : [EditorView.cspNonce.of(nonce)]),
    LOOKS,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
    EditorView.lineWrapping,
    EditorState.phrases.of(PHRASES),
    lineNumbers(),
    highlightSpecialChars(),
    search({ top: true }),
    highlightSelectionMatches(),
    keymap.of([...searchKeymap, ...foldKeymap]),
    ...(isJson ? [json(), syntaxHighlighting(COLOURS), codeFolding(), foldGutter()] : []),
  ];
}

type Props = { label: string; text: string; json: boolean; testId: string };

export default function CodeView({ label, text, json: isJson, testId }: Props) {
  const styles = useStyles();
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);

  useEffect(() => {
    if (frame.current === null) {
      return undefined;
    }
    const made = new EditorView({
      parent: frame.current,
      state: EditorState.create({ doc: text, extensions: extensions(label, isJson) }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [label, text, isJson]);

  const act = (command: (view: EditorView) => unknown): void => {
    if (view.current !== null) {
      command(view.current);
    }
  };
  return (
    <div className={styles.root} data-testid={testId}>
      <div className={styles.actions}>
        <Button size="small" icon={<SearchRegular />} onClick={() => act(openSearchPanel)} data-testid={`${testId}-search`}>
          Search
        </Button>
        {isJson ? (
          <>
            <Button size="small" icon={<ArrowCollapseAllRegular />} onClick={() => act(foldAll)} data-testid={`${testId}-fold`}>
              Fold all
            </Button>
            <Button size="small" icon={<ArrowExpandAllRegular />} onClick={() => act(unfoldAll)}>
              Unfold all
            </Button>
          </>
        ) : null}
      </div>
      <div ref={frame} className={styles.frame} />
    </div>
  );
}


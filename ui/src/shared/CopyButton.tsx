import { Button, type ButtonProps } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular, ErrorCircleRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { useHost } from '../ipc/HostContext';

const SHOW_RESULT_MS = 2000;

type Props = Omit<ButtonProps, 'children' | 'icon' | 'onClick' | 'as'> & {
  /** What is copied. */
  text: string;
  /** What it is called, e.g. `correlation ID`. */
  what: string;
  /** The button's words; an icon alone when left out. */
  children?: string;
  'data-testid'?: string;
};

/** Copies a text through the host, and says so. */
export function CopyButton({ text, what, children, ...rest }: Props) {
  const host = useHost();
  const [result, setResult] = useState<'none' | 'copied' | 'failed'>('none');

  useEffect(() => {
    if (result === 'none') {
      return undefined;
    }
    const timer = setTimeout(() => setResult('none'), SHOW_RESULT_MS);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = (): void => {
    host.invoke('copy_text', { text }).then(
      () => setResult('copied'),
      () => setResult('failed'),
    );
  };
  const label = { none: `Copy ${what}`, copied: `Copied ${what}`, failed: `Could not copy ${what}` }[result];
  const icon = { none: <CopyRegular />, copied: <CheckmarkRegular />, failed: <ErrorCircleRegular /> }[result];

  return (
    <Button
      appearance="subtle"
      size="small"
      {...(rest as ButtonProps)}
      icon={icon}
      aria-label={label}
      title={label}
      onClick={copy}
    >
      {children === undefined ? undefined : result === 'copied' ? 'Copied' : result === 'failed' ? 'Not copied' : children}
    </Button>
  );
}

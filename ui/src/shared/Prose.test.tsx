import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Prose } from './Prose';

describe('prose', () => {
  it('shows names between backticks as such', () => {
    const { container } = render(<Prose text="The token has no `scp`, but `roles`." />);
    expect(container.textContent).toBe('The token has no scp, but roles.');
    expect([...container.querySelectorAll('code')].map((code) => code.textContent)).toEqual(['scp', 'roles']);
  });

  it('leaves an unpaired backtick alone', () => {
    const { container } = render(<Prose text="It`s text, <b>not</b> markup." />);
    expect(container.textContent).toBe('It`s text, <b>not</b> markup.');
    expect(container.querySelector('code, b')).toBeNull();
  });
});

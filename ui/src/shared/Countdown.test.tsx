import { act, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Countdown, urgencyOf } from './Countdown';

const START = Date.UTC(2026, 10, 23, 12, 0, 0);

describe('countdown', () => {
  it('ticks every second and ends with its word', () => {
    vi.useFakeTimers({ now: START });
    render(<Countdown until={START + 61_000} over="expired" />);
    expect(screen.getByRole('timer').textContent).toBe('01:01');
    act(() => void vi.advanceTimersByTime(2000));
    expect(screen.getByRole('timer').textContent).toBe('00:59');
    act(() => void vi.advanceTimersByTime(59_000));
    expect(screen.getByRole('timer').textContent).toBe('expired');
  });

  it('warns in the last five minutes', () => {
    expect(urgencyOf(START + 300_000, START)).toBe('calm');
    expect(urgencyOf(START + 299_999, START)).toBe('soon');
    expect(urgencyOf(START, START)).toBe('over');
  });

  it('stops its clock when nobody looks', () => {
    vi.useFakeTimers({ now: START });
    const { unmount } = render(<Countdown until={START + 61_000} over="expired" />);
    expect(vi.getTimerCount()).toBe(1);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});

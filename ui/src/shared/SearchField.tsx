import { Input } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';

type Props = {
  value: string;
  onChange: (value: string) => void;
  /** What is searched, e.g. `Search faults`. */
  label: string;
  /** What one may type; the label where nothing else is to be said. */
  placeholder?: string;
  className?: string;
  testId?: string;
};

/** Where one types what to look for. Enter belongs to the search, not to a form around it. */
export function SearchField({ value, onChange, label, placeholder = label, className, testId }: Props) {
  return (
    <Input
      className={className}
      type="search"
      value={value}
      onChange={(_, data) => onChange(data.value)}
      contentBefore={<SearchRegular />}
      placeholder={placeholder}
      aria-label={label}
      data-testid={testId}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
        }
      }}
    />
  );
}

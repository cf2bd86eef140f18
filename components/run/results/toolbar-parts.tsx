import { IconX } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import styles from "./toolbar.module.css";

/** A choice that is on or off. */
export function Toggle({
  isOn,
  isWarm = false,
  onChange,
  children,
}: {
  isOn: boolean;
  /** In the colour of what wants a look. */
  isWarm?: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className={styles.toggle} data-warm={isWarm || undefined}>
      <input
        type="checkbox"
        className="visually-hidden"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {children}
    </label>
  );
}

/** A choice among few, all of them in sight. */
export function Segments<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <div className={styles.segments} role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.segment}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
}

/** Something chosen elsewhere on the page, that a press takes back. */
export function Chosen({
  removeLabel,
  onRemove,
  children,
}: {
  removeLabel: string;
  onRemove: () => void;
  children: ReactNode;
}) {
  return (
    <span className={styles.chosen}>
      {children}
      <button type="button" aria-label={removeLabel} onClick={onRemove}>
        <IconX size={12} aria-hidden />
      </button>
    </span>
  );
}

import { useEffect, useState } from 'preact/hooks';

export interface CopyProps {
  /** Exactly what goes to the clipboard. */
  readonly text: string;
  readonly label: string;
  readonly title?: string;
}

/** A button that copies, and says whether it could. */
export function Copy({ text, label, title }: CopyProps) {
  const [said, say] = useState<string>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => say(undefined), 4000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <span class="copy">
      <button type="button" class="button" title={title} onClick={() => void copy(text).then(say)}>
        {label}
      </button>
      <span class="quiet" role="status">
        {said}
      </span>
    </span>
  );
}

async function copy(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'the browser does not allow it here: select the text and copy it';
  }
}

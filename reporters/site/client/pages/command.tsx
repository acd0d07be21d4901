import { useEffect, useState } from 'preact/hooks';

/** A command to paste, with a button that copies it and says whether it could. */
export function Command({ text, label }: { readonly text: string; readonly label: string }) {
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => say(''), 4000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say('copied');
    } catch {
      say('the browser does not allow it here: select the text and copy it');
    }
  };
  return (
    <fieldset class="command">
      <legend class="sr">{label}</legend>
      <pre>{text}</pre>
      <button type="button" class="button" onClick={() => void copy()}>
        Copy
      </button>
      <span class="quiet" role="status">
        {said}
      </span>
    </fieldset>
  );
}

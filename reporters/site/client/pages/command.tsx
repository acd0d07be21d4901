import { Copy } from '../evidence/copy.tsx';

/** A command to paste, with a button that copies it and says whether it could. */
export function Command({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <fieldset class="command">
      <legend class="sr">{label}</legend>
      <pre>{text}</pre>
      <Copy text={text} label="Copy" />
    </fieldset>
  );
}

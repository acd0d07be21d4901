/** Bundled into app.css. */
declare module '*.css';

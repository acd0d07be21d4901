/** The floor of a start: one call. URL */
await fetch(`${process.argv[2]}/models`).then((answer) => answer.text());

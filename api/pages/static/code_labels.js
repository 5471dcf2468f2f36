// Swagger UI plugin: drop-downs show the name of each code.

const codeLabels = ({ React }) => {
  const CodeNames = React.createContext(null);
  const element = React.createElement;

  // A map from code to name, for a parameter or for the items of a list; null if there are no codes.
  function namesIn(schema) {
    const codes = schema?.get("enum") ? schema : schema?.get("items");
    const names = codes?.get?.("x-enum-descriptions");
    return names ? new Map(codes.get("enum").toJS().map((code, index) => [code, names.get(index)])) : null;
  }

  const withNames = (Original) => (properties) =>
    element(CodeNames.Provider, { value: namesIn(properties.schema) }, element(Original, properties));

  // A name is omitted if it only repeats the code.
  function option(code, names) {
    const name = names.get(code);
    const label = name.replaceAll(" ", "-") === code ? code : `${code} \u2013 ${name}`;
    return element("option", { key: code, value: code }, label);
  }

  function NamedSelect({ names, allowedValues, value, multiple, allowEmptyValue, disabled, className, title, onChange }) {
    const chosen = value?.toJS?.() ?? value ?? (multiple ? [] : "");
    const change = ({ target }) =>
      onChange(multiple ? Array.from(target.selectedOptions, (selected) => selected.value) : target.value);
    return element(
      "select",
      { className, title, multiple, disabled, value: chosen, onChange: change },
      allowEmptyValue ? element("option", { value: "" }, "--") : null,
      allowedValues.map((code) => option(code, names)),
    );
  }

  return {
    wrapComponents: {
      JsonSchema_string: withNames,
      JsonSchema_array: withNames,
      Select: (Original) => (properties) => {
        const names = React.useContext(CodeNames);
        return names ? element(NamedSelect, { ...properties, names }) : element(Original, properties);
      },
    },
  };
};

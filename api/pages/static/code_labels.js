// A plugin of Swagger UI: drop-downs show the name of each code beside it.

const namedCodes = ({ React }) => {
  const NamesOfCodes = React.createContext(null);
  const element = React.createElement;

  // The codes of a parameter, or of the items of a list, with their names.
  function namesIn(schema) {
    const listed = schema?.get("enum") ? schema : schema?.get("items");
    const names = listed?.get?.("x-enum-descriptions");
    return names ? new Map(listed.get("enum").toJS().map((code, at) => [code, names.get(at)])) : null;
  }

  const withNames = (Original) => (properties) =>
    element(NamesOfCodes.Provider, { value: namesIn(properties.schema) }, element(Original, properties));

  // A name that only repeats the words of the code is left out.
  function option(code, names) {
    const name = names.get(code);
    const told = name.replaceAll(" ", "-") === code ? code : `${code} \u2013 ${name}`;
    return element("option", { key: code, value: code }, told);
  }

  function NamedSelect({ names, allowedValues, value, multiple, allowEmptyValue, disabled, className, title, onChange }) {
    const chosen = value?.toJS?.() ?? value ?? (multiple ? [] : "");
    const change = ({ target }) =>
      onChange(multiple ? Array.from(target.selectedOptions, (one) => one.value) : target.value);
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
        const names = React.useContext(NamesOfCodes);
        return names ? element(NamedSelect, { ...properties, names }) : element(Original, properties);
      },
    },
  };
};

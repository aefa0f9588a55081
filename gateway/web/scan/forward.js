// A poster's code leads to /c/CODE. From there on the client's own page takes over.
const code = location.pathname.match(/^\/c\/([A-Za-z0-9_-]{1,32})$/);
location.replace(code ? `/h5/#/pages/enter/enter?code=${code[1]}` : "/h5/");
